package dev.tandem.admission;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WitnessTest {

    private final ActorTestKit kit = ActorTestKit.create(
            "witness",
            ConfigFactory.parseString("""
                    pekko.actor.provider = cluster
                    pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                    pekko.cluster.run-coordinated-shutdown-when-down = off
                    pekko.cluster.log-info = off
                    pekko.loglevel = WARNING
                    """)
                    .withFallback(ConfigFactory.defaultReference())
                    .resolve());
    private final Cluster cluster = Cluster.get(kit.system());
    private final MajorityFence fence = new MajorityFence(System::nanoTime);

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void a_node_that_was_put_out_of_its_cluster_is_not_the_majority_of_itself() {
        kit.spawn(Witness.create(fence));
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        await().atMost(Duration.ofSeconds(20)).until(fence::isOpen);

        cluster.manager().tell(new Down(cluster.selfMember().address()));
        await().atMost(Duration.ofSeconds(20)).until(cluster::isTerminated);

        await().atMost(Duration.ofSeconds(20))
                .during(MajorityFence.VALID.plusSeconds(1))
                .until(() -> !fence.isOpen());
    }

    @Test
    void a_node_that_has_not_joined_yet_is_not_the_majority_of_itself() {
        kit.spawn(Witness.create(fence));

        await().atMost(Duration.ofSeconds(20)).during(Duration.ofSeconds(1)).until(() -> !fence.isOpen());
    }
}
