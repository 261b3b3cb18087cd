using Pharos.Formats;
using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;
using Pharos.Model.Histograms;

namespace Pharos.Fuzz.Targets;

/// <summary>Reads native histograms from protobuf, writes them, and reads them again.</summary>
internal sealed class HistogramWriterTarget : IFuzzTarget
{
    private readonly ExpositionScratch _scratch = new();
    private readonly LabelsBuilder _labels = new();

    public string Name => "write-histograms";

    public IEnumerable<byte[]> Seeds => ProtobufSeeds.All;

    public IReadOnlyList<byte[]> Tokens => ProtobufSeeds.Tokens;

    public bool HasLengths => true;

    /// <summary>Each histogram is written by a writer of its own.</summary>
    public long AllocationLimit(int inputLength) => 4096L * inputLength + (1 << 20);

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var reader = new ProtobufReader(input, new ExpositionScratch());
        try
        {
            while (reader.Read())
            {
                if (reader.Entry == ExpositionEntry.Histogram)
                {
                    Check(reader.Histogram, reader.FloatHistogram, outcome);
                }
            }
        }
        catch (ExpositionException error)
        {
            outcome.Error(error);
        }
    }

    private void Check(Histogram? integer, FloatHistogram? floating, FuzzOutcome outcome)
    {
        // A writer is given what an instrument made, which is in order.
        if ((integer is null ? floating!.Validate() : integer.Validate()) is { } fault)
        {
            outcome.Message(fault.Message);
            return;
        }

        // Nothing equals a histogram whose threshold is not a number, not even itself.
        if (double.IsNaN(integer?.ZeroThreshold ?? floating!.ZeroThreshold))
        {
            return;
        }

        var bytes = new ByteBuffer();
        var writer = new ProtobufWriter(bytes);
        var isGauge = (integer?.CounterResetHint ?? floating!.CounterResetHint) == CounterResetHint.Gauge;
        writer.BeginFamily("h"u8, isGauge ? MetricType.GaugeHistogram : MetricType.Histogram, default, default);
        writer.Histogram(default, new HistogramPoint
        {
            Count = integer?.Count ?? floating!.Count,
            Sum = integer?.Sum ?? floating!.Sum,
            Native = integer,
            NativeFloat = floating,
        });
        writer.Complete();
        outcome.Result(bytes.Written);
        var again = new ProtobufReader(bytes.Written, _scratch);
        while (again.Read())
        {
            if (again.Entry == ExpositionEntry.Histogram)
            {
                again.ReadLabels(_labels);
                BrokenInvariantException.Require(_labels.Count == 1, "a label that was not written");
                BrokenInvariantException.Require(
                    integer?.ContentEquals(again.Histogram) ?? floating!.ContentEquals(again.FloatHistogram), "not the histogram that was written");
                outcome.Feature(1, integer is null ? 1UL : 0);
                return;
            }
        }

        throw new BrokenInvariantException("the histogram that was written is not there");
    }
}
