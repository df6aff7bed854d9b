package dev.tandem.simulator.caller;

import java.util.List;

/** Adds words outside of ASCII to spoken texts, so that every path of the text is proved to keep them. */
public final class Decoration {
    private static final List<String> WORDS = List.of(
            " धन्यवाद, kripya thoda ruk jaiye.",
            " 👩🏽‍💻🚀",
            " שלום עליכם",
            " e\u0301te\u0301 nai\u0308ve",
            " مرحبًا",
            " 日本語もどうぞ。",
            " Zażółć gęślą jaźń",
            " \uD835\uDD4A𝕡𝕖𝕔𝕚𝕒𝕝");

    private Decoration() {}

    /** The text with the decoration of its place in the call. */
    public static String of(String text, int place) {
        return text.isEmpty() ? text : text + WORDS.get(Math.floorMod(place, WORDS.size()));
    }

    /** The script with every spoken text decorated, tool names and arguments untouched. */
    public static List<Turn> of(List<Turn> turns) {
        List<Turn> decorated = new java.util.ArrayList<>(turns.size());
        for (int i = 0; i < turns.size(); i++) {
            decorated.add(
                    switch (turns.get(i)) {
                        case Turn.Caller caller ->
                            new Turn.Caller(
                                    of(caller.text(), i),
                                    caller.interrupts(),
                                    caller.interruptsAt(),
                                    caller.transcript());
                        case Turn.HangUp hangUp -> hangUp;
                        case Turn.Agent(String text, List<ToolCall> calls) -> new Turn.Agent(of(text, i), calls);
                        case Turn.Keys keys -> keys;
                        case Turn.Silence silence -> silence;
                    });
        }
        return decorated;
    }
}
