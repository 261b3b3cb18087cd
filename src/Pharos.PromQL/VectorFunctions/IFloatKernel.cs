using System.Numerics;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>A function of one number, as a type so that loops over columns are compiled for it.</summary>
internal interface IFloatKernel
{
    static abstract double Of(double value);
}

/// <summary>A function that processors have for several numbers at once. Both forms give the same bits.</summary>
internal interface IVectorKernel : IFloatKernel
{
    static abstract Vector<double> Of(Vector<double> values);
}
