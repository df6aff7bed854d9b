package dev.tandem.protocol.call;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at sealed hierarchies of records. */
final class SealedTypes {

    private SealedTypes() {}

    /** The records at the ends of the hierarchy. */
    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SealedTypes::leaves)
                : Stream.of(type);
    }

    /** Every type of ours that a field of these records has, directly, in a collection, or in a record among them. */
    static Set<Class<?>> fieldTypes(Stream<Class<?>> records) {
        Set<Class<?>> found = new LinkedHashSet<>();
        records.forEach(type -> collect(type, found));
        return found;
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        for (RecordComponent component : type.getRecordComponents()) {
            mentioned(component.getGenericType())
                    .filter(field -> field.getName().startsWith("dev.tandem."))
                    .filter(found::add)
                    .flatMap(SealedTypes::leaves)
                    .filter(Class::isRecord)
                    .forEach(leaf -> collect(leaf, found));
        }
    }

    private static Stream<Class<?>> mentioned(Type type) {
        return switch (type) {
            case Class<?> plain -> Stream.of(plain);
            case ParameterizedType generic ->
                Stream.concat(
                        Stream.of((Class<?>) generic.getRawType()),
                        Arrays.stream(generic.getActualTypeArguments()).flatMap(SealedTypes::mentioned));
            default -> Stream.empty();
        };
    }
}
