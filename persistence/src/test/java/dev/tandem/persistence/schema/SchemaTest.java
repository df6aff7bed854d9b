package dev.tandem.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.cassandra.KeyspaceAndTableStatements;
import org.apache.pekko.persistence.cassandra.PluginSettings;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private static final Pattern TABLE =
            Pattern.compile("CREATE TABLE IF NOT EXISTS (\\S+?)\\s*(\\(.*)", Pattern.DOTALL);

    @Test
    void our_tables_are_those_the_journal_plugin_would_create() {
        Config config = ConfigFactory.parseResources("tandem-persistence.conf")
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
        ActorTestKit kit = ActorTestKit.create("schema", config);
        try {
            KeyspaceAndTableStatements plugin = new KeyspaceAndTableStatements(
                    kit.system(),
                    "pekko.persistence.cassandra",
                    PluginSettings.apply(kit.system().classicSystem()));
            assertThat(tables(Schema.statements("journal", "datacenter1", 1)))
                    .containsExactlyInAnyOrderElementsOf(tables(plugin.getCreateJournalTablesStatements()));
            assertThat(tables(Schema.statements("snapshot", "datacenter1", 1)))
                    .containsExactlyInAnyOrderElementsOf(tables(plugin.getCreateSnapshotTablesStatements()));
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void production_puts_its_datacenter_and_copies_into_every_keyspace() {
        List<String> keyspaces = Schema.FILES.stream()
                .flatMap(file -> Schema.statements(file, "eu-west", 3).stream())
                .filter(statement -> statement.startsWith("CREATE KEYSPACE"))
                .toList();
        assertThat(keyspaces).hasSize(3).allMatch(k -> k.contains("'NetworkTopologyStrategy', 'eu-west': 3"));
    }

    @Test
    void every_table_that_is_created_is_one_that_is_looked_for() {
        long created = Schema.FILES.stream()
                .flatMap(file -> Schema.statements(file, "any", 1).stream())
                .filter(statement -> statement.startsWith("CREATE TABLE"))
                .count();
        assertThat(Schema.tables())
                .hasSize((int) created)
                .doesNotHaveDuplicates()
                .contains("call_journal.messages", "call_read.summaries", "call_snapshot.snapshots");
    }

    /** Name and columns of each table, white space and options aside. */
    private static List<String> tables(List<String> statements) {
        return statements.stream()
                .map(String::strip)
                .map(TABLE::matcher)
                .flatMap(matcher ->
                        matcher.find() ? Stream.of(matcher.group(1) + columns(matcher.group(2))) : Stream.empty())
                .toList();
    }

    private static String columns(String rest) {
        int end = rest.lastIndexOf("PRIMARY KEY");
        int with = rest.indexOf("WITH", end);
        String body = with < 0 ? rest : rest.substring(0, with);
        return body.replaceAll("\\s+", "");
    }
}
