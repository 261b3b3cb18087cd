using System.Diagnostics;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>Makes annotations of notes, and formats none again for the next series of the same name.</summary>
internal sealed class NoteReporter
{
    private const int Kinds = 9;

    private readonly QueryRun _run;
    private readonly TextSpan _position;
    private byte[] _name = [];
    private WindowNotes _reported;

    public NoteReporter(QueryRun run, TextSpan position)
    {
        _run = run;
        _position = position;
    }

    public void Report(WindowNotes notes, ReadOnlySpan<byte> metricName)
    {
        if (notes == WindowNotes.None)
        {
            return;
        }

        if (!metricName.SequenceEqual(_name))
        {
            _name = metricName.ToArray();
            _reported = WindowNotes.None;
        }

        var fresh = notes & ~_reported;
        for (var kind = 0; kind < Kinds && fresh != WindowNotes.None; kind++)
        {
            var note = (WindowNotes)(1 << kind);
            if (fresh.HasFlag(note))
            {
                _run.Annotations.Add(AnnotationOf(note, metricName));
                fresh &= ~note;
            }
        }

        _reported |= notes;
    }

    private Annotation AnnotationOf(WindowNotes note, ReadOnlySpan<byte> metricName) => note switch
    {
        WindowNotes.MixedKinds => Annotations.MixedFloatsAndHistograms(metricName, _position),
        WindowNotes.HistogramsIgnored => Annotations.HistogramIgnoredInMixedRange(metricName, _position),
        WindowNotes.NotCounter => Annotations.HistogramIsNotCounter(metricName, _position),
        WindowNotes.NotGauge => Annotations.HistogramIsNotGauge(metricName, _position),
        WindowNotes.MixedSchemas => Annotations.MixedExponentialAndCustomBuckets(metricName, _position),
        WindowNotes.ReconciledAddition => Annotations.CustomBucketsReconciled(HistogramOperation.Addition, _position),
        WindowNotes.ReconciledSubtraction => Annotations.CustomBucketsReconciled(HistogramOperation.Subtraction, _position),
        WindowNotes.ReconciledAggregation => Annotations.CustomBucketsReconciled(HistogramOperation.Aggregation, _position),
        WindowNotes.ResetCollision => Annotations.CounterResetCollision(HistogramOperation.Aggregation, _position),
        _ => throw new UnreachableException(),
    };
}
