using System.Runtime.Intrinsics;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// Says what infinities and NaN there are in windows that never go back, so that sums with them need no arithmetic: beside them no other
/// value matters.
/// </summary>
internal ref struct NonFiniteWindows
{
    /// <summary>As many values as fit into memory do not come to an infinity if they are smaller than this.</summary>
    private const double Huge = 1e290;

    private readonly ReadOnlySpan<double> _values;
    private readonly bool _isNeeded;
    private int _looked;
    private int _lastNaN = -1;
    private int _lastPositive = -1;
    private int _lastNegative = -1;
    private int _lastHuge = -1;

    public NonFiniteWindows(ReadOnlySpan<double> values)
    {
        _values = values;
        _isNeeded = !AreFinite(values);
    }

    public static bool AreFinite(ReadOnlySpan<double> values)
    {
        var i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            if (!Vector256.LessThanOrEqualAll(Vector256.Abs(Vector256.Create(values[i..])), Vector256.Create(double.MaxValue)))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The sum of a window's values if it is not finite because they are not. 0 otherwise, and where finite values may come to an infinity
    /// as well, so that the order counts.
    /// </summary>
    public double SumOf(int first, int end)
    {
        if (!_isNeeded)
        {
            return 0;
        }

        for (; _looked < end; _looked++)
        {
            var value = _values[_looked];
            if (double.IsNaN(value))
            {
                _lastNaN = _looked;
            }
            else if (double.IsPositiveInfinity(value))
            {
                _lastPositive = _looked;
            }
            else if (double.IsNegativeInfinity(value))
            {
                _lastNegative = _looked;
            }
            else if (Math.Abs(value) > Huge)
            {
                _lastHuge = _looked;
            }
        }

        if (_lastHuge >= first)
        {
            return 0;
        }

        if (_lastNaN >= first || (_lastPositive >= first && _lastNegative >= first))
        {
            return double.NaN;
        }

        return _lastPositive >= first ? double.PositiveInfinity : _lastNegative >= first ? double.NegativeInfinity : 0;
    }
}
