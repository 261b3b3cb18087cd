using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Remote.Receiving;

/// <summary>What became of one thing that was sent, with what its sender is told of it.</summary>
internal readonly record struct SampleOutcome(AppendOutcome Outcome, HistogramFault? Fault = null, bool IsTooFarAhead = false)
{
    public static SampleOutcome TooFarAhead => new(AppendOutcome.OutOfBounds, IsTooFarAhead: true);

    public bool IsAccepted => Outcome == AppendOutcome.Accepted;

    /// <summary>Whether sending it again cannot help, because of what it is or when it came.</summary>
    public bool IsSendersFault => Outcome is AppendOutcome.OutOfOrder or AppendOutcome.OutOfBounds or AppendOutcome.DuplicateTimestamp or AppendOutcome.TooOld
        or AppendOutcome.InvalidHistogram;

    public string Message => Fault?.Message ?? (IsTooFarAhead ? "out of bounds: timestamp is too far in the future" : Outcome.Message());
}
