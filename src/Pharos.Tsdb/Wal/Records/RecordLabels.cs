using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>
/// Reads label sets of records: in place, since they are stored as they are in memory. A set of another writer that is not in order, has a
/// name twice, an empty value or a length in more bytes than it needs, is copied and put right; of labels with one name the last counts.
/// </summary>
internal static class RecordLabels
{
    /// <param name="cursor">Stands before the number of labels, and afterwards behind the last.</param>
    /// <param name="copies">Takes the copy, made when there is need of one. The result is valid until the next call with it.</param>
    public static LabelsView Read(scoped ref RecordCursor cursor, scoped ref LabelsBuilder? copies)
    {
        var count = cursor.Count(minBytes: 2);
        var all = cursor;
        ReadOnlySpan<byte> previous = default;
        var isCanonical = true;
        for (var i = 0; i < count; i++)
        {
            var before = cursor.Position;
            var name = cursor.Text();
            var value = cursor.Text();
            isCanonical &= (i == 0 || previous.SequenceCompareTo(name) < 0)
                && !value.IsEmpty
                && cursor.Position - before == EncodedLength(name.Length) + EncodedLength(value.Length);
            previous = name;
        }

        return isCanonical
            ? new LabelsView(all.Rest[..(cursor.Position - all.Position)])
            : PutRight(all, count, copies ??= new LabelsBuilder());
    }

    private static int EncodedLength(int length) => length < 0x80 ? length + 1 : length + VarInt.Size((ulong)length);

    private static LabelsView PutRight(RecordCursor cursor, int count, LabelsBuilder labels)
    {
        labels.Reset();
        for (var i = 0; i < count; i++)
        {
            var name = cursor.Text();
            labels.Add(name, cursor.Text());
        }

        if (!labels.HasDuplicateNames())
        {
            return labels.View();
        }

        // Adding is linear in the number of labels, and setting is not; so only those that need it are set.
        var once = new LabelsBuilder();
        for (var i = 0; i < labels.Count; i++)
        {
            var label = labels.At(i);
            if (i + 1 == labels.Count || !labels.At(i + 1).Name.SequenceEqual(label.Name))
            {
                once.Add(label.Name, label.Value);
            }
        }

        labels.Reset(once.View());
        return labels.View();
    }
}
