package dev.tandem.persistence.record;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the items of a conversation in the order the provider links them in, whatever order they were journalled in.
 *
 * <p>Each item names the one before it. Items that are linked stay together; where a link is missing (the first item, items
 * never seen, such as tool outputs) the pieces follow each other by the earliest journalled item of each, except that the only
 * piece that names no predecessor at all is the beginning. A {@code TranscriptGap} says where a piece after it belongs. Links
 * that form a circle are cut at the item journalled first, so that any input has an order and no item is lost.
 */
final class Conversation {

    private static final int NONE = -1;

    private final List<String> items = new ArrayList<>();
    private final List<String> previous = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, String> acrossGap = new HashMap<>();

    /** In the order of the journal; of repeats the first place and the first known link count. */
    void item(String itemId, String previousItemId) {
        Integer known = index.putIfAbsent(itemId, items.size());
        if (known == null) {
            items.add(itemId);
            previous.add(previousItemId);
        } else if (previous.get(known) == null) {
            previous.set(known, previousItemId);
        }
    }

    /** {@code beforeItem} came some time after {@code afterItem}; nulls say nothing. */
    void gap(String afterItem, String beforeItem) {
        if (afterItem != null && beforeItem != null) {
            acrossGap.putIfAbsent(beforeItem, afterItem);
        }
    }

    /** Every item once, first to last. */
    List<String> order() {
        int[] parent = parents();
        cutCircles(parent);
        int[] earliest = earliestBelow(parent);
        List<List<Integer>> children = new ArrayList<>();
        items.forEach(item -> children.add(new ArrayList<>()));
        List<Integer> roots = new ArrayList<>();
        for (int i = 0; i < parent.length; i++) {
            (parent[i] == NONE ? roots : children.get(parent[i])).add(i);
        }
        Comparator<Integer> byEarliest = Comparator.comparingInt(i -> earliest[i]);
        children.forEach(list -> list.sort(byEarliest));
        roots.sort(byEarliest);
        theBeginningFirst(roots);
        return walk(roots, children);
    }

    private int[] parents() {
        int[] parent = new int[items.size()];
        for (int i = 0; i < parent.length; i++) {
            Integer linked = index.get(previous.get(i));
            Integer known = linked != null ? linked : index.get(acrossGap.get(items.get(i)));
            parent[i] = known == null || known == i ? NONE : known;
        }
        return parent;
    }

    private static void cutCircles(int[] parent) {
        int[] seenFrom = new int[parent.length];
        Arrays.fill(seenFrom, NONE);
        for (int start = 0; start < parent.length; start++) {
            int i = start;
            while (i != NONE && seenFrom[i] == NONE) {
                seenFrom[i] = start;
                i = parent[i];
            }
            if (i != NONE && seenFrom[i] == start) {
                parent[earliestInCircle(parent, i)] = NONE;
            }
        }
    }

    private static int earliestInCircle(int[] parent, int member) {
        int earliest = member;
        for (int i = parent[member]; i != member; i = parent[i]) {
            earliest = Math.min(earliest, i);
        }
        return earliest;
    }

    /** For every item the first journalled one among it and all that follow it by links. */
    private static int[] earliestBelow(int[] parent) {
        int[] earliest = new int[parent.length];
        Arrays.fill(earliest, NONE);
        for (int start = 0; start < parent.length; start++) {
            for (int i = start; i != NONE && earliest[i] == NONE; i = parent[i]) {
                earliest[i] = start;
            }
        }
        return earliest;
    }

    private void theBeginningFirst(List<Integer> roots) {
        List<Integer> unlinked =
                roots.stream().filter(root -> previous.get(root) == null).toList();
        if (unlinked.size() == 1) {
            roots.remove(unlinked.getFirst());
            roots.addFirst(unlinked.getFirst());
        }
    }

    private List<String> walk(List<Integer> roots, List<List<Integer>> children) {
        List<String> order = new ArrayList<>(items.size());
        Deque<Integer> ahead = new ArrayDeque<>();
        roots.reversed().forEach(ahead::push);
        while (!ahead.isEmpty()) {
            int next = ahead.pop();
            order.add(items.get(next));
            children.get(next).reversed().forEach(ahead::push);
        }
        return order;
    }
}
