using System.Buffers.Binary;
using FsCheck.Fluent;
using Pharos.Storage.Chunks;
using Pharos.Testing;

namespace Pharos.Storage.Tests.Chunks;

public sealed class FloatChunkRoundTripTests
{
    [Fact]
    public void Xor_AnySamples_AreReadAsWritten() =>
        Property.Holds(
            from samples in FloatSample.Sequences from atOnce in Gen.Choose(1, 200) select (samples, atOnce),
            static given => FloatChunks.ReadXor(FloatChunks.Xor(given.samples), given.atOnce)
                .SequenceEqual(given.samples.Select(sample => sample with { StartTimestampMs = 0 })));

    [Fact]
    public void Xor2_AnySamples_AreReadAsWritten() =>
        Property.Holds(
            from samples in FloatSample.Sequences from atOnce in Gen.Choose(1, 200) select (samples, atOnce),
            static given => FloatChunks.ReadXor2(FloatChunks.Xor2(given.samples), given.atOnce).SequenceEqual(given.samples));

    [Fact]
    public void XorResume_AnywhereInTheChunk_GoesOnAsIfNeverInterrupted() =>
        Property.Holds(
            from samples in FloatSample.Sequences from at in Gen.Choose(0, samples.Length) select (samples, at),
            static given =>
            {
                var begun = FloatChunks.Xor(given.samples.AsSpan(0, given.at));
                var buffer = FloatChunks.Dirty(given.samples.Length);
                begun.CopyTo(buffer, 0);
                XorState state = default;
                XorEncoder.Resume(ref state, begun);
                foreach (var sample in given.samples.AsSpan(given.at))
                {
                    XorEncoder.Append(ref state, buffer, sample.TimestampMs, sample.Value);
                }

                return buffer.AsSpan(0, XorEncoder.ByteLength(state)).SequenceEqual(FloatChunks.Xor(given.samples));
            });

    [Fact]
    public void Xor2Resume_AnywhereInTheChunk_GoesOnAsIfNeverInterrupted() =>
        Property.Holds(
            from samples in FloatSample.Sequences from at in Gen.Choose(0, samples.Length) select (samples, at),
            static given =>
            {
                var begun = FloatChunks.Xor2(given.samples.AsSpan(0, given.at));
                var buffer = FloatChunks.Dirty(given.samples.Length);
                begun.CopyTo(buffer, 0);
                Xor2State state = default;
                Xor2Encoder.Resume(ref state, begun);
                foreach (var sample in given.samples.AsSpan(given.at))
                {
                    Xor2Encoder.Append(ref state, buffer, sample.TimestampMs, sample.Value, sample.StartTimestampMs);
                }

                return buffer.AsSpan(0, Xor2Encoder.ByteLength(state)).SequenceEqual(FloatChunks.Xor2(given.samples));
            });

    [Fact]
    public void Append_AfterEachSample_TheBytesAreAWholeChunkAndTheRestIsLeftAlone()
    {
        Property.Holds(
            FloatSample.Sequences,
            static samples =>
            {
                XorState state = default;
                Xor2State state2 = default;
                var buffer = FloatChunks.Dirty(samples.Length);
                var buffer2 = FloatChunks.Dirty(samples.Length);
                XorEncoder.Start(ref state, buffer);
                Xor2Encoder.Start(ref state2, buffer2);
                for (var i = 0; i < samples.Length; i++)
                {
                    // No byte more than was asked for is given, and the memory behind is watched.
                    var room = XorEncoder.ByteLength(state) + XorEncoder.MaxSampleBytes;
                    var room2 = Xor2Encoder.ByteLength(state2) + Xor2Encoder.MaxSampleBytes;
                    XorEncoder.Append(ref state, buffer.AsSpan(0, room), samples[i].TimestampMs, samples[i].Value);
                    Xor2Encoder.Append(ref state2, buffer2.AsSpan(0, room2), samples[i].TimestampMs, samples[i].Value, samples[i].StartTimestampMs);
                    if (state.Count != i + 1 || state.LastTimestampMs != samples[i].TimestampMs || state.LastValueBits != samples[i].Bits
                        || state2.Count != i + 1 || state2.LastTimestampMs != samples[i].TimestampMs || state2.LastValueBits != samples[i].Bits
                        || state2.LastStartTimestampMs != samples[i].StartTimestampMs
                        || FloatChunks.ReadXor(buffer.AsSpan(0, XorEncoder.ByteLength(state))).Length != i + 1
                        || FloatChunks.ReadXor2(buffer2.AsSpan(0, Xor2Encoder.ByteLength(state2))).Length != i + 1
                        || buffer.AsSpan(room).ContainsAnyExcept((byte)0xAB) || buffer2.AsSpan(room2).ContainsAnyExcept((byte)0xAB))
                    {
                        return false;
                    }
                }

                return true;
            },
            cases: 100);
    }

    [Fact]
    public void Xor2Value_InAWindowThatWasNeverDescribed_HasAllBits()
    {
        // A program that took up a chunk again may have written this: behind two equal values, 100 and the 64 bits of the third.
        const ulong Third = 0x3FF0_0000_0000_0001;
        var chunk = FloatChunks.Xor2([new FloatSample(0, 0), new FloatSample(1, 0)]);
        var longer = new byte[chunk.Length + sizeof(ulong)];
        chunk.CopyTo(longer, 0);
        longer[1] = 3;
        longer[chunk.Length - 1] = (byte)(0b0100_0000 | (Third >> 60));
        BinaryPrimitives.WriteUInt64BigEndian(longer.AsSpan(chunk.Length), Third << 4);
        Assert.Equal(new FloatSample(2, Third), FloatChunks.ReadXor2(longer)[2]);
    }
}
