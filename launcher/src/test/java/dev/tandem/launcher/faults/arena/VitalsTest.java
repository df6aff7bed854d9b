package dev.tandem.launcher.faults.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Reads what the JVM's own command printed. */
class VitalsTest {

    @Test
    void the_heap_of_the_simple_collector_is_that_of_both_generations() throws IOException {
        assertThat(Vitals.heapKb("""
                        1909:
                        DefNew     total 19648K, used 12950K [0x00000000fc000000, 0x00000000fd550000, 0x00000000fd550000)
                         eden space 17472K,  61% used [0x00000000fc000000, 0x00000000fca85818, 0x00000000fd110000)
                         from space 2176K, 100% used [0x00000000fd330000, 0x00000000fd550000, 0x00000000fd550000)
                         to   space 2176K,   0% used [0x00000000fd110000, 0x00000000fd110000, 0x00000000fd330000)
                        Tenured    total 43712K, used 2333K [0x00000000fd550000, 0x0000000100000000, 0x0000000100000000)
                         the  space 43712K,   5% used [0x00000000fd550000, 0x00000000fd797458, 0x0000000100000000)
                        """)).isEqualTo(12_950 + 2_333);
    }

    @Test
    void the_heap_of_g1_is_one() throws IOException {
        assertThat(Vitals.heapKb("""
                        1967:
                        garbage-first heap   total reserved 65536K, committed 65536K, used 17670K [0x00000000fc000000, 0x0000000100000000)
                         region size 1024K, 11 young (11264K), 2 survivors (2048K)
                        """)).isEqualTo(17_670);
    }

    @Test
    void anything_else_is_said() {
        assertThatThrownBy(() -> Vitals.heapKb("no such process")).isInstanceOf(IOException.class);
    }
}
