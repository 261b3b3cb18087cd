using Pharos.Instrumentation;

namespace Pharos.Scrape.Looping;

/// <summary>What a loop does at its ticks. Immutable, swapped as a whole when a job is reloaded.</summary>
/// <param name="Refusal">Why nothing is scraped, though the target is there; null to scrape.</param>
internal sealed record ScrapeWork(ScrapeJob Job, HttpMessageInvoker Client, Summary IntervalLength, Histogram IntervalLengthHistogram, string? Refusal);
