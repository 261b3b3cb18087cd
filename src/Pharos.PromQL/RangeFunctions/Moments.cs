using System.Runtime.CompilerServices;
using Pharos.Foundation.Numbers;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>Mean and squared deviations of some values, carried on from value to value after Welford, with rounding errors kept.</summary>
internal struct Moments
{
    private double _mean;
    private double _meanRest;
    private double _squares;
    private double _squaresRest;

    public Moments(double mean, double meanRest, double squares, double squaresRest)
    {
        _mean = mean;
        _meanRest = meanRest;
        _squares = squares;
        _squaresRest = squaresRest;
    }

    public readonly double Mean => _mean + _meanRest;

    /// <summary>The sum of the squared distances from the mean.</summary>
    public readonly double Squares => _squares + _squaresRest;

    /// <param name="count">Of the values with this one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value, double count)
    {
        var distance = value - (_mean + _meanRest);
        KahanSum.Add(distance / count, ref _mean, ref _meanRest);
        KahanSum.Add(distance * (value - (_mean + _meanRest)), ref _squares, ref _squaresRest);
    }

    /// <summary>The squared deviations of these values and others together.</summary>
    public readonly double SquaresWith(in Moments other, double count, double otherCount)
    {
        var distance = (other._mean - _mean) + (other._meanRest - _meanRest);
        var between = distance * distance * (count * otherCount / (count + otherCount));
        return (_squares + other._squares + between) + (_squaresRest + other._squaresRest);
    }
}
