package dev.tandem.call;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Visits every world reachable from a first one, breadth first, so that the first wrong world has a shortest story. */
final class Search {

    /** A world's content as numbers, compared exactly. */
    private record Key(int[] parts, int hash) {
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(parts, that.parts);
        }
    }

    private record Reached(World world, int number) {}

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final Map<Key, Integer> visited = new HashMap<>();
    private final Set<Key> endsWell = new HashSet<>();
    private final List<String> moves = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final int maxStates;

    Search(int maxStates) {
        this.maxStates = maxStates;
    }

    /** The number of worlds; throws {@link World.Wrong} with the story of the first wrong one. */
    int run(World first) {
        ArrayDeque<Reached> frontier = new ArrayDeque<>();
        visited.put(key(first), 0);
        moves.add("");
        parents.add(-1);
        frontier.add(new Reached(first, 0));
        while (!frontier.isEmpty()) {
            Reached reached = frontier.poll();
            ending(reached);
            for (Moves.Move move : Moves.of(reached.world())) {
                if (move.rank() == 9 || move.what().startsWith(Moves.FAIR_ONLY)) {
                    continue;
                }
                World next = reached.world().copy();
                try {
                    move.act().accept(next);
                    next.check();
                } catch (World.Wrong wrong) {
                    throw new World.Wrong(wrong.getMessage() + story(reached.number()) + "\n  " + move);
                }
                Key key = key(next);
                if (visited.putIfAbsent(key, moves.size()) == null) {
                    parents.add(reached.number());
                    moves.add(Integer.toString(numbers.computeIfAbsent(move.toString(), any -> numbers.size())));
                    frontier.add(new Reached(next, moves.size() - 1));
                    if (moves.size() > maxStates) {
                        throw new IllegalStateException("more than " + maxStates + " worlds; lower the budget");
                    }
                }
            }
        }
        return visited.size();
    }

    /** Lets everything under way happen, without another fault, until nothing is. */
    private void ending(Reached from) {
        List<Key> path = new ArrayList<>();
        List<String> told = new ArrayList<>();
        World world = from.world().copy();
        Key key = key(world);
        while (!endsWell.contains(key)) {
            path.add(key);
            try {
                Moves.Move next = fair(world);
                if (next == null) {
                    world.checkQuiet();
                    break;
                }
                told.add(next.toString());
                next.act().accept(world);
                world.check();
                if (path.size() > 3_000) {
                    throw new World.Wrong("never comes to rest: " + world.calls.stream()
                            .map(World::describe)
                            .toList());
                }
            } catch (World.Wrong wrong) {
                throw new World.Wrong(wrong.getMessage() + story(from.number()) + "\n -- then, without a fault --\n  "
                        + String.join("\n  ", told.subList(0, Math.min(told.size(), 60))));
            }
            key = key(world);
        }
        endsWell.addAll(path);
    }

    /** What happens next where nothing goes wrong, or null when nothing does. */
    static Moves.Move fair(World world) {
        return Moves.of(world).stream()
                .filter(move -> move.rank() < Moves.Move.FAULT)
                .min(Comparator.comparingInt(Moves.Move::rank))
                .orElse(null);
    }

    private String story(int number) {
        Map<Integer, Object> names = new HashMap<>();
        numbers.forEach((object, id) -> names.put(id, object));
        List<String> story = new ArrayList<>();
        for (int at = number; at > 0; at = parents.get(at)) {
            story.add("\n  " + names.get(Integer.parseInt(moves.get(at))));
        }
        Collections.reverse(story);
        return String.join("", story);
    }

    private Key key(World world) {
        int[] parts = new int[4 + world.calls.size()];
        parts[0] = number(world.net.stream().map(this::number).sorted().toList());
        parts[1] = number(List.of(world.admission, world.slotsInMemory, List.copyOf(world.batch.values())));
        parts[2] = number(world.budget);
        parts[3] = (world.late ? 1 : 0) + 2 * world.hangUps;
        for (int i = 0; i < world.calls.size(); i++) {
            parts[4 + i] = number(world.calls.get(i).key());
        }
        return new Key(parts, Arrays.hashCode(parts));
    }

    private int number(Object object) {
        Integer known = numbers.get(object);
        if (known == null) {
            known = numbers.size();
            numbers.put(object, known);
        }
        return known;
    }
}
