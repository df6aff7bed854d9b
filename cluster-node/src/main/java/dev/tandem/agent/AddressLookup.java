package dev.tandem.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Finds the addresses of a host without blocking the caller; fails when there are none. */
@FunctionalInterface
public interface AddressLookup {

    CompletionStage<List<InetAddress>> addresses(String host);

    /** The operating system's resolver, which blocks, on the given executor. */
    static AddressLookup ofSystem(Executor blocking) {
        return host -> CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return List.of(InetAddress.getAllByName(host));
                    } catch (UnknownHostException e) {
                        throw new CompletionException(e);
                    }
                },
                blocking);
    }
}
