package dev.tandem.persistence.cost;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each model costs, from {@code tandem.prices}. */
public final class Prices {

    /** A millionth of a dollar; a call's cheapest response costs more. */
    private static final int DECIMALS = 6;

    private static final String TOTAL = "total";

    private final Map<String, ModelPrice> models;

    private Prices(Map<String, ModelPrice> models) {
        this.models = Map.copyOf(models);
    }

    /** Fails naming the key when a price is not a number or a kind is not one. */
    public static Prices of(Config prices) {
        Map<String, ModelPrice> models = new HashMap<>();
        for (String model : prices.root().keySet()) {
            try {
                models.put(model, ModelPrice.of(prices.getConfig(ConfigUtil.quoteString(model))));
            } catch (NumberFormatException e) {
                throw new ConfigException.BadValue(
                        prices.origin(), "tandem.prices." + model, "a price is not a decimal number", e);
            }
        }
        return new Prices(models);
    }

    /**
     * USD by kind and in {@code total}, 6 decimals, each kind rounded half up and the total their sum. A kind in which a model
     * without a price was used is left out, and with it the total: what is not known is absent, never zero.
     */
    public Map<String, BigDecimal> cost(List<Charge> charges) {
        Map<CostKind, BigDecimal> known = new EnumMap<>(CostKind.class);
        Set<CostKind> unknown = EnumSet.noneOf(CostKind.class);
        for (Charge charge : charges) {
            Optional<ModelPrice> price = price(charge.model());
            price.ifPresentOrElse(
                    p -> known.merge(p.kind(), p.cost(charge.usage()), BigDecimal::add),
                    () -> unknown.add(charge.kind()));
        }
        Map<String, BigDecimal> cost = new LinkedHashMap<>();
        BigDecimal total = BigDecimal.ZERO.setScale(DECIMALS);
        for (Map.Entry<CostKind, BigDecimal> entry : known.entrySet()) {
            if (!unknown.contains(entry.getKey())) {
                BigDecimal rounded = entry.getValue().setScale(DECIMALS, RoundingMode.HALF_UP);
                cost.put(entry.getKey().slug(), rounded);
                total = total.add(rounded);
            }
        }
        if (unknown.isEmpty()) {
            cost.put(TOTAL, total);
        }
        return cost;
    }

    private Optional<ModelPrice> price(String model) {
        if (model == null) {
            return Optional.empty();
        }
        ModelPrice exact = models.get(model);
        return Optional.ofNullable(exact != null ? exact : models.get(family(model)));
    }

    /** A dated name without its date: {@code gpt-realtime-2025-08-28} is of {@code gpt-realtime}. */
    private static String family(String model) {
        return model.replaceFirst("-\\d{4}-\\d{2}-\\d{2}$", "");
    }
}
