package dev.tandem.persistence.schema;

import java.util.Arrays;
import java.util.List;

/** A write that may be repeated without harm; a value may be null. */
public record Upsert(String cql, List<Object> values) {

    public static Upsert of(String cql, Object... values) {
        return new Upsert(cql, Arrays.asList(values));
    }
}
