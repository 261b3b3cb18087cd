namespace Pharos.Server.Configuration.Otlp;

/// <summary>How names of OpenTelemetry become names of metrics and labels.</summary>
public enum TranslationStrategy
{
    UnderscoreEscapingWithSuffixes,
    UnderscoreEscapingWithoutSuffixes,
    NoUtf8EscapingWithSuffixes,
    NoTranslation,
}
