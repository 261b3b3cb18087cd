using Pharos.Configuration;

namespace Pharos.Scrape.Options;

/// <summary>
/// How much a target may expose, and a job have. Zero is no limit. The fields stand in line with those of the section, which passes the last
/// one through itself: it has others before it.
/// </summary>
public sealed class ScrapeLimits : IOptions
{
    /// <summary>A body of that size has reached the limit.</summary>
    public long BodySize { get; set; }

    public long Samples { get; set; }

    public long Labels { get; set; }

    public long LabelNameLength { get; set; }

    public long LabelValueLength { get; set; }

    public long Targets { get; set; }

    public long KeepDroppedTargets { get; set; }

    public void Describe(Fields fields)
    {
        BodySize = fields.Size("body_size_limit", BodySize);
        Samples = fields.Count("sample_limit", Samples);
        Targets = fields.Count("target_limit", Targets);
        Labels = fields.Count("label_limit", Labels);
        LabelNameLength = fields.Count("label_name_length_limit", LabelNameLength);
        LabelValueLength = fields.Count("label_value_length_limit", LabelValueLength);
    }

    /// <summary>Takes the limits that are not set from others.</summary>
    public void FillFrom(ScrapeLimits others)
    {
        BodySize = BodySize == 0 ? others.BodySize : BodySize;
        Samples = Samples == 0 ? others.Samples : Samples;
        Labels = Labels == 0 ? others.Labels : Labels;
        LabelNameLength = LabelNameLength == 0 ? others.LabelNameLength : LabelNameLength;
        LabelValueLength = LabelValueLength == 0 ? others.LabelValueLength : LabelValueLength;
        Targets = Targets == 0 ? others.Targets : Targets;
        KeepDroppedTargets = KeepDroppedTargets == 0 ? others.KeepDroppedTargets : KeepDroppedTargets;
    }
}
