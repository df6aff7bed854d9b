package dev.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrentScrapesTest {

    @Test
    void scrapes_at_one_time_do_not_get_into_each_others_way() throws Exception {
        try (Metrics metrics = new Metrics();
                ExecutorService scrapers = Executors.newFixedThreadPool(8)) {
            for (int tenant = 0; tenant < 20; tenant++) {
                metrics.calls().slots("tenant-" + tenant, tenant, 50);
            }
            List<Future<String>> scrapes = new ArrayList<>();
            for (int i = 0; i < 6_000; i++) {
                scrapes.add(scrapers.submit(metrics::scrape));
            }
            for (Future<String> scrape : scrapes) {
                assertThat(scrape.get()).contains("voice_admission_in_use{tenant=\"tenant-19\"} 19.0");
            }
        }
    }
}
