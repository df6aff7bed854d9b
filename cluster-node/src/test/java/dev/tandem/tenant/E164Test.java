package dev.tandem.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class E164Test {

    @ParameterizedTest
    @CsvSource({
        "+18005550100, +18005550100",
        "+1 800-555-0100, +18005550100",
        "+1 (800) 555.0100, +18005550100",
        "' +44 20 7946 0958 ', +442079460958",
        "+49 30/901820, +4930901820",
        "+44 (0)20 7946 0958, +442079460958",
        "+15550001111, +15550001111"
    })
    void is_the_one_form_of_a_number_however_it_is_written(String written, String normal) {
        assertThat(E164.of(written)).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "18005550100",
                "0018005550100",
                "+1800555",
                "+180055501001234567",
                "+999123456789",
                "+1 800 FLOWERS",
                "tel:+18005550100",
                "+18005550100;ext=5",
                "+18005550100 ext 5",
                "anonymous",
                "++18005550100"
            })
    void is_empty_for_what_is_no_number_with_its_country(String written) {
        assertThat(E164.of(written)).isEmpty();
    }
}
