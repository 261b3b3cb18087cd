using System.Numerics;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>Which of two numbers goes further.</summary>
internal interface IExtreme
{
    static abstract Vector<long> IsFurther(Vector<double> value, Vector<double> current);

    static abstract bool IsFurther(double value, double current);
}

internal readonly struct Lowest : IExtreme
{
    public static Vector<long> IsFurther(Vector<double> value, Vector<double> current) => Vector.LessThan(value, current);

    public static bool IsFurther(double value, double current) => value < current;
}

internal readonly struct Highest : IExtreme
{
    public static Vector<long> IsFurther(Vector<double> value, Vector<double> current) => Vector.GreaterThan(value, current);

    public static bool IsFurther(double value, double current) => value > current;
}

/// <summary>The least or the greatest number. Any number is further than NaN, and NaN is the result of nothing else.</summary>
internal sealed class ExtremeAccumulator<TExtreme> : Accumulator
    where TExtreme : struct, IExtreme
{
    private readonly GroupColumns _extremes;

    public ExtremeAccumulator(AggregationCall call)
        : base(call)
    {
        _extremes = new GroupColumns(call.Run, call.Grid.Count, Slot.Absent);
    }

    public override void Add(int group, Row row)
    {
        IgnoreHistograms(row);

        // An absent extreme is a NaN and gives way like one.
        var extremes = _extremes[group];
        ReadOnlySpan<double> values = row.Values;
        var absent = new Vector<long>(Slot.AbsentBits);
        var step = 0;
        for (; step <= values.Length - Vector<double>.Count; step += Vector<double>.Count)
        {
            var value = new Vector<double>(values[step..]);
            var extreme = new Vector<double>(extremes[step..]);
            var isKept = Vector.AndNot(Vector.Equals(extreme, extreme), TExtreme.IsFurther(value, extreme));
            isKept |= Vector.Equals(Vector.AsVectorInt64(value), absent);
            Vector.ConditionalSelect(isKept, extreme, value).CopyTo(extremes[step..]);
        }

        for (; step < values.Length; step++)
        {
            var value = values[step];
            if (Slot.IsPresent(value) && (TExtreme.IsFurther(value, extremes[step]) || double.IsNaN(extremes[step])))
            {
                extremes[step] = value;
            }
        }
    }

    public override void Finish(int group, Row row) => _extremes[group].CopyTo(row.Values);
}
