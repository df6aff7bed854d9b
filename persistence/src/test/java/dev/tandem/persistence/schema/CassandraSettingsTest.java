package dev.tandem.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class CassandraSettingsTest {

    private static CassandraSettings settings(String contactPoints) {
        Config config = ConfigFactory.parseString("contact-points = \"" + contactPoints + "\"")
                .withFallback(ConfigFactory.defaultReference().getConfig("tandem.cassandra"));
        return CassandraSettings.of(config);
    }

    @Test
    void contact_points_are_separated_by_commas() {
        assertThat(settings("10.0.0.1:9042, 10.0.0.2:9043").contactPoints())
                .containsExactly(new InetSocketAddress("10.0.0.1", 9042), new InetSocketAddress("10.0.0.2", 9043));
        assertThat(settings("10.0.0.1:9042").createSchema()).isFalse();
        assertThat(settings("10.0.0.1:9042").localDatacenter()).isEqualTo("datacenter1");
    }

    @Test
    void a_contact_point_without_a_port_is_refused_naming_the_key() {
        for (String wrong :
                new String[] {"", "localhost", "localhost:", "localhost:x", "localhost:99999", "a:1,,b:2"}) {
            assertThatThrownBy(() -> settings(wrong))
                    .as(wrong)
                    .isInstanceOf(ConfigException.BadValue.class)
                    .hasMessageContaining("tandem.cassandra.contact-points");
        }
    }
}
