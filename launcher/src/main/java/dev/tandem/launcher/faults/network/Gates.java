package dev.tandem.launcher.faults.network;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which ways through a proxy are shut: by the client's address, or for everybody, in each direction. */
final class Gates {
    /** Seen from the server behind the proxy. */
    enum Direction {
        IN,
        OUT
    }

    private record Way(InetAddress client, Direction direction) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final Set<Way> shut = new HashSet<>();
    private final Set<Direction> allShut = new HashSet<>();

    /** Nothing of this client passes in this direction. */
    void shut(InetAddress client, Direction direction) {
        locked(() -> shut.add(new Way(client, direction)));
    }

    /** Nothing passes in this direction. */
    void shut(Direction direction) {
        locked(() -> allShut.add(direction));
    }

    /** Everything passes. */
    void open() {
        locked(() -> {
            shut.clear();
            allShut.clear();
            opened.signalAll();
        });
    }

    /** Returns when this client's way is open. */
    void await(InetAddress client, Direction direction) throws InterruptedException {
        lock.lock();
        try {
            while (allShut.contains(direction) || shut.contains(new Way(client, direction))) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
