namespace Pharos.PromQL.Selection;

/// <summary>What an instant selector takes of the sample that it finds for a step.</summary>
internal enum SampleAspect
{
    Value,

    /// <summary>The time of the sample, in seconds.</summary>
    Timestamp,

    /// <summary>When the sample's counter began, in seconds.</summary>
    StartTimestamp,

    /// <summary>The time of the sample in milliseconds, of a series that has only numbers and keeps its name.</summary>
    InfoTimestamp,
}
