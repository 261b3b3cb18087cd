using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Writing;

/// <summary>Numbers of samples in protobuf, whose bits arrive in the storage of whoever reads them.</summary>
internal static class SampleNumber
{
    private static readonly ulong PlatformNaNBits = BitConverter.DoubleToUInt64Bits(double.NaN);

    /// <summary>
    /// Writes the value bit by bit, but for <see cref="double.NaN"/>: where .NET says so, Prometheus's programs say
    /// <see cref="SpecialValues.NormalNaN"/>. Any other NaN is somebody's own, as a stale marker is, and stays.
    /// </summary>
    public static void Sample(this ProtoWriter proto, int field, double value) =>
        proto.Double(field, BitConverter.DoubleToUInt64Bits(value) == PlatformNaNBits ? SpecialValues.NormalNaN : value);
}
