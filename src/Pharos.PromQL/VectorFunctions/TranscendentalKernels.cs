using Pharos.Foundation.Numbers;

namespace Pharos.PromQL.VectorFunctions;

internal readonly struct ExpKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Exp(value);
}

internal readonly struct LogKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Log(value);
}

internal readonly struct Log2Kernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Log2(value);
}

internal readonly struct Log10Kernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Log10(value);
}

internal readonly struct SinKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Sin(value);
}

internal readonly struct CosKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Cos(value);
}

internal readonly struct TanKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Tan(value);
}

internal readonly struct AsinKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Asin(value);
}

internal readonly struct AcosKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Acos(value);
}

internal readonly struct AtanKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Atan(value);
}

internal readonly struct SinhKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Sinh(value);
}

internal readonly struct CoshKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Cosh(value);
}

internal readonly struct TanhKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Tanh(value);
}

internal readonly struct AsinhKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Asinh(value);
}

internal readonly struct AcoshKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Acosh(value);
}

internal readonly struct AtanhKernel : IFloatKernel
{
    public static double Of(double value) => GoMath.Atanh(value);
}

/// <summary>Radians of degrees.</summary>
internal readonly struct RadKernel : IFloatKernel
{
    public static double Of(double value) => value * Math.PI / 180;
}

/// <summary>Degrees of radians.</summary>
internal readonly struct DegKernel : IFloatKernel
{
    public static double Of(double value) => value * 180 / Math.PI;
}
