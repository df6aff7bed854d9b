package dev.tandem.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the chart renders is what was reviewed, byte by byte; boards and alert rules aside. After a change on purpose
 * {@code -Dtandem.snapshots.renew=true} writes it anew, and the difference is read before it is committed.
 */
class SnapshotTest {

    private static final Path SNAPSHOTS = Path.of("src/test/resources/snapshots");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "production", "dns-autoscaled"})
    void the_manifests_are_those_that_were_reviewed(String variant) throws Exception {
        Path snapshot = SNAPSHOTS.resolve(variant + ".yaml");
        String rendered =
                Chart.OURS.copyTo(folder.resolve("tandem")).withoutBoards().render(Chart.values(variant));
        if (Boolean.getBoolean("tandem.snapshots.renew")) {
            Files.createDirectories(SNAPSHOTS);
            Files.writeString(snapshot, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(snapshot));
    }
}
