using Pharos.Model;

namespace Pharos.Fuzz.Targets;

/// <summary>A sample without the metric name among its labels, as a sink takes it.</summary>
internal sealed record WrittenSample(byte[] Name, Labels Labels, double Value, long? TimestampMs)
{
    /// <summary>All of it in an order that does not matter, as long as it is one. The payload of a NaN and the sign of zero are lost in text.</summary>
    public string Key(bool hasTimestampZero) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Convert.ToHexString(Name)} {Convert.ToHexString(Labels.View.Encoded)} {Bits:x} {(TimestampMs == 0 && !hasTimestampZero ? null : TimestampMs)}");

    private ulong Bits => double.IsNaN(Value) ? 1 : Value == 0 ? 0 : BitConverter.DoubleToUInt64Bits(Value);
}
