using System.Numerics;

namespace Pharos.PromQL.VectorFunctions;

internal readonly struct AbsoluteKernel : IVectorKernel
{
    public static double Of(double value) => Math.Abs(value);

    public static Vector<double> Of(Vector<double> values) => Vector.Abs(values);
}

internal readonly struct CeilingKernel : IVectorKernel
{
    public static double Of(double value) => Math.Ceiling(value);

    public static Vector<double> Of(Vector<double> values) => Vector.Ceiling(values);
}

internal readonly struct FloorKernel : IVectorKernel
{
    public static double Of(double value) => Math.Floor(value);

    public static Vector<double> Of(Vector<double> values) => Vector.Floor(values);
}

internal readonly struct SquareRootKernel : IVectorKernel
{
    public static double Of(double value) => Math.Sqrt(value);

    public static Vector<double> Of(Vector<double> values) => Vector.SquareRoot(values);
}

/// <summary>One with the sign of the number; zeros and NaN are themselves.</summary>
internal readonly struct SignKernel : IVectorKernel
{
    public static double Of(double value) => value > 0 ? 1 : value < 0 ? -1 : value;

    public static Vector<double> Of(Vector<double> values)
    {
        var positive = Vector.ConditionalSelect(Vector.GreaterThan(values, Vector<double>.Zero), Vector<double>.One, values);
        return Vector.ConditionalSelect(Vector.LessThan(values, Vector<double>.Zero), -Vector<double>.One, positive);
    }
}
