package dev.tandem.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The folder one node lives in: its settings, its data and its log.
 *
 * @param root an absolute path; created where absent
 */
record NodeFolder(Path root) {
    static NodeFolder create(Path root, CqlAddress address, int storagePort, CommitLog commitLog) throws IOException {
        NodeFolder folder = new NodeFolder(root.toAbsolutePath().normalize());
        Files.createDirectories(folder.data());
        Files.createDirectories(folder.temporary());
        Files.writeString(folder.yaml(), yaml(folder.data(), address, storagePort, commitLog));
        Files.writeString(folder.logback(), LOGBACK);
        return folder;
    }

    Path data() {
        return root.resolve("data");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path yaml() {
        return root.resolve("cassandra.yaml");
    }

    Path logback() {
        return root.resolve("logback.xml");
    }

    Path log() {
        return root.resolve("cassandra.log");
    }

    private static String yaml(Path data, CqlAddress address, int storagePort, CommitLog commitLog) {
        String quoted = "'" + data.toString().replace("'", "''") + "'";
        return String.format(Locale.ROOT, YAML, address.port(), storagePort, quoted, address.host(), commitLog.yaml());
    }

    /** One token, no replicas, small caches; request timeouts above the defaults because a laptop pauses where a server would not. */
    private static final String YAML = """
            cluster_name: tandem-development
            num_tokens: 1
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            endpoint_snitch: SimpleSnitch
            seed_provider:
              - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                parameters:
                  - seeds: '127.0.0.1:%2$d'
            listen_address: 127.0.0.1
            rpc_address: %4$s
            native_transport_port: %1$d
            storage_port: %2$d
            start_native_transport: true
            authenticator: AllowAllAuthenticator
            authorizer: AllowAllAuthorizer
            data_file_directories: [%3$s]
            %5$s
            commitlog_segment_size: 8MiB
            disk_failure_policy: stop
            commit_failure_policy: stop
            hinted_handoff_enabled: false
            auto_snapshot: false
            concurrent_reads: 8
            concurrent_writes: 8
            concurrent_compactors: 1
            memtable_heap_space: 96MiB
            memtable_offheap_space: 64MiB
            file_cache_size: 32MiB
            key_cache_size: 8MiB
            native_transport_max_threads: 16
            read_request_timeout: 10s
            range_request_timeout: 10s
            write_request_timeout: 10s
            cas_contention_timeout: 5s
            request_timeout: 10s
            """;

    private static final String LOGBACK = """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="OUT"/></root>
            </configuration>
            """;
}
