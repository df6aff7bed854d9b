package dev.tandem.tenant;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads one YAML document as a graph of nodes that know their lines; nothing is ever constructed from it. */
final class Yaml {

    private static final int MAX_DEPTH = 40;
    private static final int MAX_ALIASES = 50;

    private Yaml() {}

    static Optional<Field> read(String text, FaultList faults) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setCodePointLimit(TenantFiles.MAX_FILE_BYTES);
        try {
            Node root = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                faults.add(1, 1, "", "is empty; it must hold one tenant, beginning with \"tenant: its-id\"");
            }
            return Optional.ofNullable(root).map(node -> new Field(node, "", faults));
        } catch (MarkedYAMLException e) {
            String context = e.getContext() == null ? "" : " " + e.getContext();
            String message = "is no valid YAML" + context + ": " + e.getProblem();
            if (e.getProblemMark() == null) {
                faults.add(1, 1, "", message);
            } else {
                faults.add(e.getProblemMark(), "", message);
            }
        } catch (ReaderException e) {
            int line = (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            faults.add(
                    line, 1, "", "is no valid YAML: it holds the control character U+%04X".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            faults.add(1, 1, "", "is no valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }
}
