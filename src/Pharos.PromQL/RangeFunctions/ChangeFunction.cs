using Pharos.Model;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary><c>rate</c>, <c>increase</c> and <c>delta</c>, however they treat the edges of windows.</summary>
internal abstract class ChangeFunction : SingleKindFunction
{
    /// <summary>The name that was said last not to look like a counter's.</summary>
    private byte[] _doubted = [];

    protected ChangeFunction(RangeCall call, ChangeKind kind)
        : base(call)
    {
        Kind = kind;
    }

    protected ChangeKind Kind { get; }

    protected bool IsCounter => Kind != ChangeKind.Delta;

    protected bool IsRate => Kind == ChangeKind.Rate;

    public sealed override void Evaluate(SeriesWindows windows, Row row)
    {
        base.Evaluate(windows, row);
        if (IsCounter && !windows.MetricName.IsEmpty && !Slot.AreAllAbsent(row.Values))
        {
            DoubtCounter(windows);
        }
    }

    /// <summary>The length of windows as a number of seconds; whole seconds and the rest are rounded apart.</summary>
    protected static double Seconds(long milliseconds) => (milliseconds / 1000) + (milliseconds % 1000 * 1e6 / 1e9);

    private void DoubtCounter(SeriesWindows windows)
    {
        var name = windows.MetricName;
        if ((Call.Run.Settings.Features & PromQLFeatures.TypeAndUnitLabels) != PromQLFeatures.None)
        {
            var type = windows.Labels[LabelNames.MetricType];
            if (!type.SequenceEqual("counter"u8) && !type.SequenceEqual("histogram"u8))
            {
                // Texts are kept apart by the set of annotations.
                Annotate(Annotations.PossibleNonCounterByType(name, type, Call.FirstArgument));
            }
        }
        else if (!name.EndsWith("_total"u8) && !name.EndsWith("_sum"u8) && !name.EndsWith("_count"u8) && !name.EndsWith("_bucket"u8) &&
            !name.SequenceEqual(_doubted))
        {
            _doubted = name.ToArray();
            Annotate(Annotations.PossibleNonCounter(name, Call.FirstArgument));
        }
    }
}
