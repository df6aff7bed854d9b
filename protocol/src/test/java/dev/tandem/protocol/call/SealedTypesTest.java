package dev.tandem.protocol.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SealedTypesTest {

    @Test
    void every_sealed_type_in_a_field_of_the_journal_tells_its_kinds_by_name() {
        var sealed = SealedTypes.fieldTypes(SealedTypes.leaves(CallEvent.class)).stream()
                .filter(Class::isSealed)
                .collect(Collectors.toSet());
        assertThat(sealed).contains(Tool.class, TurnDetection.class);
        assertThat(sealed).allSatisfy(type -> {
            JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
            assertThat(info).as("%s has @JsonTypeInfo", type).isNotNull();
            assertThat(info.use()).isEqualTo(JsonTypeInfo.Id.NAME);
            JsonSubTypes.Type[] named = type.getAnnotation(JsonSubTypes.class).value();
            assertThat(Arrays.stream(named).map(JsonSubTypes.Type::value).toList())
                    .containsExactlyInAnyOrderElementsOf(
                            SealedTypes.leaves(type).collect(Collectors.toList()));
            assertThat(Arrays.stream(named).map(JsonSubTypes.Type::name).toList())
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(name).matches("[a-z_]+"));
        });
    }
}
