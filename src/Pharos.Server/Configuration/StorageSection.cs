using Pharos.Configuration;

namespace Pharos.Server.Configuration;

/// <summary>The section <c>storage</c>: what of the store can change while the server runs.</summary>
public sealed class StorageSection : IOptions
{
    public TsdbSection? Tsdb { get; set; }

    public ExemplarSection? Exemplars { get; set; }

    public void Describe(Fields fields)
    {
        Tsdb = fields.Section("tsdb", Tsdb);
        Exemplars = fields.Section("exemplars", Exemplars);
    }
}

public sealed class TsdbSection : IOptions
{
    private static readonly ChoiceKind<string> Encodings = new(("xor", "xor"), ("xor2", "xor2"), ("", ""));

    public TimeSpan OutOfOrderTimeWindow { get; set; }

    public double StaleSeriesCompactionThreshold { get; set; }

    public RetentionSection? Retention { get; set; }

    public ChunkEncodingSection? ChunkEncoding { get; set; }

    public void Describe(Fields fields)
    {
        OutOfOrderTimeWindow = fields.Duration("out_of_order_time_window", OutOfOrderTimeWindow);
        StaleSeriesCompactionThreshold = fields.Number("stale_series_compaction_threshold", StaleSeriesCompactionThreshold);
        Retention = fields.Section("retention", Retention);
        ChunkEncoding = fields.Section("chunk_encoding", ChunkEncoding);
        fields.Check(StaleSeriesCompactionThreshold is >= 0 and <= 1, "stale_series_compaction_threshold", "expected a share between 0 and 1");
    }

    public sealed class ChunkEncodingSection : IOptions
    {
        public string Floats { get; set; } = "";

        public void Describe(Fields fields) => Floats = fields.Value("floats", Encodings, Floats);

        /// <summary>Checks what depends on features that are switched on.</summary>
        /// <param name="storesStartTimes">Whether samples are stored with the times at which their counters started.</param>
        public void Check(bool storesStartTimes, ConfigurationProblems problems)
        {
            if (storesStartTimes && Floats == "xor")
            {
                problems.Add(this, "floats", "chunks of xor have no room for start times, which the feature st-storage stores: use xor2, or leave it out");
            }
        }
    }
}

public sealed class RetentionSection : IOptions
{
    /// <summary>Null to leave it to the flag.</summary>
    public TimeSpan? Time { get; set; }

    public long Size { get; set; }

    public double Percentage { get; set; }

    public void Describe(Fields fields)
    {
        var time = fields.Duration("time", Time ?? TimeSpan.Zero, always: Time is not null);
        Time = fields.Has("time") ? time : Time;
        Size = fields.Size("size", Size);
        Percentage = fields.Number("percentage", Percentage);
        fields.Check(Size >= 0, "size", $"'storage.tsdb.retention.size' must be greater than or equal to 0, got {Size}");
        fields.Check(Percentage is >= 0 and <= 100, "percentage", $"'storage.tsdb.retention.percentage' must be in the range [0, 100], got {Percentage}");
    }
}

public sealed class ExemplarSection : IOptions
{
    public const int UsualMaxExemplars = 100_000;

    public long MaxExemplars { get; set; } = UsualMaxExemplars;

    public void Describe(Fields fields) => MaxExemplars = fields.Integer("max_exemplars", MaxExemplars, always: true);
}
