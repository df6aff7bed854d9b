package dev.tandem.protocol.realtime;

import dev.tandem.protocol.json.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads ended responses. */
final class Responses {

    private Responses() {}

    static ServerEvent done(Fields response) {
        ResponseStatus status = status(response.text("status", ""));
        Fields details = response.object("status_details");
        Fields error = details.object("error");
        return new ServerEvent.ResponseDone(
                response.id("id"),
                status,
                details.text("reason"),
                error.text("code", error.text("type")),
                output(response, status == ResponseStatus.COMPLETED),
                Usages.ofResponse(response.object("usage")));
    }

    static ResponseStatus status(String wire) {
        String name = wire.toUpperCase(Locale.ROOT);
        return Arrays.stream(ResponseStatus.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElse(ResponseStatus.OTHER);
    }

    /** Items without an id are left out: the response's end and its usage matter more. */
    private static List<Item> output(Fields response, boolean complete) {
        return response.objects("output").stream()
                .filter(item -> item.idOrNull("id") != null)
                .map(item -> Items.read(item, complete))
                .toList();
    }
}
