namespace Pharos.Scrape.Appending;

/// <summary>Why a scrape as a whole failed; its message is what the status of the target shows.</summary>
internal sealed class ScrapeException(ScrapeFailure failure, string message, Exception? cause = null) : Exception(message, cause)
{
    public ScrapeFailure Failure { get; } = failure;
}

internal enum ScrapeFailure : byte
{
    Request,
    BodySize,
    ContentType,
    Exposition,
    Labels,
    LabelLimit,
    SampleLimit,
    BucketLimit,
    Sample,
    TargetLimit,
}
