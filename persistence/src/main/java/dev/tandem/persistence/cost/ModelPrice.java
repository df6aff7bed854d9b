package dev.tandem.persistence.cost;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.tandem.protocol.call.Usage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * What one model costs: USD per million tokens by kind, and USD per minute of audio. A kind without a price is zero; cached
 * tokens without a price of their own cost what uncached ones do.
 */
record ModelPrice(
        CostKind kind,
        BigDecimal textIn,
        BigDecimal textCached,
        BigDecimal textOut,
        BigDecimal audioIn,
        BigDecimal audioCached,
        BigDecimal audioOut,
        BigDecimal perMinute) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal SECONDS = BigDecimal.valueOf(60);

    static ModelPrice of(Config model) {
        BigDecimal textIn = price(model, "text-in", BigDecimal.ZERO);
        BigDecimal audioIn = price(model, "audio-in", BigDecimal.ZERO);
        return new ModelPrice(
                kind(model),
                textIn,
                price(model, "text-cached", textIn),
                price(model, "text-out", BigDecimal.ZERO),
                audioIn,
                price(model, "audio-cached", audioIn),
                price(model, "audio-out", BigDecimal.ZERO),
                price(model, "per-minute", BigDecimal.ZERO));
    }

    /** In USD, not rounded below a billionth of a cent. */
    BigDecimal cost(Usage usage) {
        BigDecimal tokens = times(textIn, usage.textIn() - usage.textCached())
                .add(times(textCached, usage.textCached()))
                .add(times(textOut, usage.textOut()))
                .add(times(audioIn, usage.audioIn() - usage.audioCached()))
                .add(times(audioCached, usage.audioCached()))
                .add(times(audioOut, usage.audioOut()));
        BigDecimal minutes = perMinute.multiply(BigDecimal.valueOf(Math.max(0, usage.transcriptionSeconds())));
        return tokens.divide(MILLION).add(minutes.divide(SECONDS, MathContext.DECIMAL64));
    }

    private static CostKind kind(Config model) {
        try {
            return CostKind.valueOf(model.getString("kind").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ConfigException.BadValue(
                    model.origin(), "kind", "not one of conversation, transcription, summary", e);
        }
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(Math.max(0, tokens)));
    }

    private static BigDecimal price(Config model, String key, BigDecimal otherwise) {
        return model.hasPath(key) ? new BigDecimal(model.getString(key)) : otherwise;
    }
}
