using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>
/// Series that were dropped since a batch looked them up: its samples go to new ones with the same labels. The caller keeps others from dropping, and
/// is inside an epoch that began before the batch looked them up.
/// </summary>
internal sealed class DroppedSeries(HeadSeries series)
{
    public void MoveToLive(StagedSamples samples)
    {
        foreach (ref var slot in samples.Floats.Slots)
        {
            slot = LiveSlot(slot);
        }

        foreach (ref var staged in CollectionsMarshal.AsSpan(samples.Histograms))
        {
            staged = staged with { Slot = LiveSlot(staged.Slot) };
        }

        foreach (ref var staged in CollectionsMarshal.AsSpan(samples.FloatHistograms))
        {
            staged = staged with { Slot = LiveSlot(staged.Slot) };
        }
    }

    private uint LiveSlot(uint slot) => series.Table.State(slot).IsDead ? Recreate(slot) : slot;

    private uint Recreate(uint slot)
    {
        var labels = new ByteBuffer();
        series.CopyLabels(slot, labels);
        series.GetOrCreate(new LabelsView(labels.Written), series.NextWalRef(), out var recreated, out _);
        return recreated;
    }
}
