package dev.tandem.tenant;

import dev.tandem.protocol.tenant.Tenant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the directory of tenants' files at start: {@code *.yaml} and {@code *.yml}, one tenant each.
 *
 * <p>Hidden files, other files and subdirectories are left alone. Blocks while it reads.
 */
public final class TenantFiles {

    /** The largest file that is read. */
    public static final int MAX_FILE_BYTES = 1_000_000;

    /** The most files of one directory. */
    public static final int MAX_FILES = 10_000;

    private static final int NAMED = 20;

    private final TenantDefaults defaults;
    private final List<Tenant> tenants = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<List<String>, Owner> owners = new HashMap<>();

    private TenantFiles(TenantDefaults defaults) {
        this.defaults = defaults;
    }

    /** What came of reading a directory. */
    public sealed interface Result {}

    /** Every file is right; the tenants are in the order of their file names. */
    public record Loaded(List<Tenant> tenants) implements Result {}

    /** Something is wrong: all faults of all files, in the order of files and lines. */
    public record Invalid(List<Fault> faults) implements Result {}

    /** Reads all files; whatever is in them becomes tenants or faults, never an exception. */
    public static Result read(Path directory, TenantDefaults defaults) {
        TenantFiles files = new TenantFiles(defaults);
        files.readAll(directory);
        return files.faults.isEmpty() ? new Loaded(List.copyOf(files.tenants)) : new Invalid(List.copyOf(files.faults));
    }

    private void readAll(Path directory) {
        String name = directory.toString();
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, TenantFiles::isTenantFile)) {
            for (Path entry : entries) {
                if (files.size() == MAX_FILES) {
                    faults.add(new Fault(name, 0, 0, "", "has more than " + MAX_FILES + " tenant files"));
                    return;
                }
                files.add(entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            faults.add(new Fault(name, 0, 0, "", "is no directory that can be read; name one with a file per tenant"));
            return;
        }
        if (files.isEmpty()) {
            faults.add(new Fault(name, 0, 0, "", "holds no tenant; add a file such as acme.yaml"));
        }
        Collections.sort(files);
        files.forEach(this::readFile);
        guarantees(name);
    }

    /** Slots can be kept for one tenant only as far as there are any. */
    private void guarantees(String directory) {
        int sum = tenants.stream().mapToInt(Tenant::guaranteedCalls).sum();
        if (sum > defaults.allCalls()) {
            String each = tenants.stream()
                    .filter(tenant -> tenant.guaranteedCalls() > 0)
                    .sorted(Comparator.comparingInt(Tenant::guaranteedCalls).reversed())
                    .limit(NAMED)
                    .map(tenant -> tenant.id() + " " + tenant.guaranteedCalls())
                    .collect(Collectors.joining(", "));
            long unnamed = tenants.stream()
                            .filter(tenant -> tenant.guaranteedCalls() > 0)
                            .count()
                    - NAMED;
            faults.add(new Fault(
                    directory,
                    0,
                    0,
                    "",
                    "guarantees %d calls to its tenants (guaranteed_calls: %s%s), but there are only %d in all; raise MAX_CONCURRENT_CALLS or guarantee less"
                            .formatted(
                                    sum, each, unnamed > 0 ? " and " + unnamed + " more" : "", defaults.allCalls())));
        }
    }

    private static boolean isTenantFile(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && !Files.isDirectory(path);
    }

    private void readFile(Path file) {
        FaultList found = new FaultList(file.getFileName().toString());
        text(file, found).flatMap(text -> Yaml.read(text, found)).ifPresent(document -> {
            TenantReader reader = new TenantReader(defaults);
            Optional<Tenant> tenant = reader.read(document);
            reader.claims().forEach(claim -> claim(claim, found));
            tenant.ifPresent(tenants::add);
        });
        faults.addAll(found.all());
    }

    private void claim(TenantReader.Claim claim, FaultList found) {
        Owner owner = owners.putIfAbsent(List.of(claim.kind(), claim.value()), new Owner(found.file(), claim.line()));
        if (owner != null) {
            String message = "claims %s %s, which %s has already in line %d"
                    .formatted(claim.kind(), claim.value(), owner.file(), owner.line());
            found.add(claim.line(), claim.column(), claim.field(), message);
        }
    }

    private record Owner(String file, int line) {}

    private static Optional<String> text(Path file, FaultList faults) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                faults.add(0, 0, "", "has more than " + MAX_FILE_BYTES + " bytes");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            faults.add(0, 0, "", "is no UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            faults.add(0, 0, "", "cannot be read");
        }
        return Optional.empty();
    }
}
