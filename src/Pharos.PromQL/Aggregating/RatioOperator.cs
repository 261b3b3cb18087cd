using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Aggregating;

/// <summary>
/// <c>limit_ratio</c>: keeps a share of the series, chosen by the hash of their labels, so that it is the same ones at each step and in each
/// query, and a negative share keeps what the positive one to 1 leaves out.
/// </summary>
internal sealed class RatioOperator : VectorOperator
{
    /// <summary>The reference writes the length of a name or value in one byte up to here, and in four bytes from here on.</summary>
    private const int LongLength = 255;

    private readonly AggregationCall _call;
    private readonly VectorOperator _input;
    private readonly ByteBuffer _hashed = new();
    private double[]? _ratios;
    private bool _isConstant;

    public RatioOperator(AggregationCall call, VectorOperator input)
        : base(call.Run, call.Grid)
    {
        _call = call;
        _input = input;
    }

    public override bool HasOneName => _input.HasOneName;

    public override bool IsWhole => _input.IsWhole;

    /// <summary>Where in the interval from 0 to 1 a series stands.</summary>
    public static double OffsetOf(LabelsView labels, ByteBuffer buffer)
    {
        buffer.Clear();
        foreach (var label in labels)
        {
            AppendPart(buffer, label.Name);
            AppendPart(buffer, label.Value);
        }

        return XxHash64.Hash(buffer.Written) / (double)ulong.MaxValue;
    }

    protected override bool Advance(Row row)
    {
        _ratios ??= ReadRatios();
        if (!_input.Next(row))
        {
            return false;
        }

        var offset = OffsetOf(row.Labels, _hashed);
        if (_isConstant)
        {
            if (!IsChosen(_ratios[0], offset))
            {
                row.ClearSamples();
            }

            return true;
        }

        for (var step = 0; step < row.Steps; step++)
        {
            if (!IsChosen(_ratios[step], offset))
            {
                row.ClearAt(step);
            }
        }

        return true;
    }

    private static bool IsChosen(double ratio, double offset) => ratio < 0 ? offset >= 1 + ratio : offset < ratio;

    private static void AppendPart(ByteBuffer buffer, ReadOnlySpan<byte> part)
    {
        if (part.Length < LongLength)
        {
            buffer.Append((byte)part.Length);
        }
        else
        {
            buffer.Append([LongLength, (byte)part.Length, (byte)(part.Length >> 8), (byte)(part.Length >> 16)]);
        }

        buffer.Append(part);
    }

    private double[] ReadRatios()
    {
        var ratios = _call.Parameter!.Numbers.ToArray();
        var range = ParameterRange.Of(ratios);
        if (range.HasNaN)
        {
            throw new QueryException("Ratio value is NaN");
        }

        if (range.Greatest > 1)
        {
            Run.Annotations.Add(Annotations.InvalidRatio(range.Greatest, 1, _call.ParameterPosition));
        }

        if (range.Least < -1)
        {
            Run.Annotations.Add(Annotations.InvalidRatio(range.Least, -1, _call.ParameterPosition));
        }

        foreach (ref var ratio in ratios.AsSpan())
        {
            ratio = Math.Clamp(ratio, -1, 1);
        }

        _isConstant = range.Least == range.Greatest;
        return ratios;
    }
}
