using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Remote.Sending;

/// <summary>
/// What series are called in requests, in the form in which one version of the message takes it. One thread adds; requests are made of it on others.
/// Replaced by a smaller one when most of what is in it is of series that are gone: who has places in the old one keeps that.
/// </summary>
internal abstract class SentLabels
{
    protected ByteSlabs Slabs { get; } = new();

    protected ByteBuffer Scratch { get; } = new();

    /// <summary>The bytes that all series take which were ever added; what they share is not among them.</summary>
    public long SeriesLength => Slabs.Length;

    /// <summary>All bytes that are kept.</summary>
    public virtual long Length => SeriesLength;

    /// <summary>One that is empty, of the same kind.</summary>
    public abstract SentLabels NewEmpty();

    /// <summary>Keeps a series, and returns the place by which it is known here.</summary>
    public abstract long Add(LabelsView labels);

    /// <summary>The place of the same series with other metadata; it may be the same place.</summary>
    public virtual long WithMetadata(long place, MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help) => place;

    /// <summary>Takes over a series of another one of this kind.</summary>
    public abstract long Take(SentLabels other, long place);

    /// <summary>What is kept of a series.</summary>
    public ReadOnlySpan<byte> At(long place) => Slabs.At(place);
}
