namespace Pharos.Storage;

/// <summary>What became of a sample, and the reference under which the next one of its series is appended without labels.</summary>
public readonly record struct AppendResult(SeriesRef Series, AppendOutcome Outcome);
