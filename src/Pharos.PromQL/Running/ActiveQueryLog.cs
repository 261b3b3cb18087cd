using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Pharos.PromQL.Running;

/// <summary>
/// Keeps the queries that run in a file, so that after a crash the next start can say which they were. A slot of fixed size per query is
/// written when it begins and cleared when it ends; the kernel keeps what a killed process wrote. Safe for concurrent use of different slots.
/// </summary>
/// <remarks>The file is Prometheus's <c>queries.active</c>: an opening bracket, then slots with a JSON object, zeros, and a comma at the end.</remarks>
public sealed class ActiveQueryLog : IDisposable
{
    public const string FileName = "queries.active";

    private const int SlotBytes = 1000;

    private static readonly byte[] EmptySlot = new byte[SlotBytes];

    private readonly SafeFileHandle _file;
    private readonly TimeProvider _time;

    private ActiveQueryLog(SafeFileHandle file, TimeProvider time, string? unfinished)
    {
        _file = file;
        _time = time;
        Unfinished = unfinished;
    }

    /// <summary>The queries that the process before left unfinished, as a JSON array; null if there are none.</summary>
    public string? Unfinished { get; }

    /// <param name="maxConcurrent">How many slots there are.</param>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static ActiveQueryLog Open(string directory, int maxConcurrent, TimeProvider? time = null)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        var length = 1 + (maxConcurrent * SlotBytes);
        var unfinished = ReadUnfinished(path, length);
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            RandomAccess.Write(file, new byte[length], 0);
            RandomAccess.Write(file, "["u8, 0);
            RandomAccess.FlushToDisk(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new ActiveQueryLog(file, time ?? TimeProvider.System, unfinished);
    }

    public void Dispose() => _file.Dispose();

    internal void Begin(int slot, ReadOnlySpan<byte> query)
    {
        Span<byte> bytes = stackalloc byte[SlotBytes];
        bytes.Clear();
        WriteEntry(bytes, query);
        bytes[^1] = (byte)',';
        RandomAccess.Write(_file, bytes, 1 + (slot * (long)SlotBytes));
    }

    internal void End(int slot) => RandomAccess.Write(_file, EmptySlot, 1 + (slot * (long)SlotBytes));

    private static string? ReadUnfinished(string path, int length)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenHandle(path);
        var bytes = new byte[length];
        var read = RandomAccess.Read(file, bytes, 0);
        var text = Encoding.UTF8.GetString(bytes, 0, read).Replace("\0", "", StringComparison.Ordinal);

        // The last entry's comma gives way to the closing bracket.
        return text.Length <= 1 ? null : text[..^1] + "]";
    }

    private void WriteEntry(Span<byte> slot, ReadOnlySpan<byte> query)
    {
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();

        // Escaping may make the text longer than the slot, so what is left out is found by trying.
        for (var length = Math.Min(query.Length, SlotBytes); ; length = length * 3 / 4)
        {
            using var entry = new MemoryStream(SlotBytes);
            using (var json = new Utf8JsonWriter(entry))
            {
                json.WriteStartObject();
                json.WriteString("query"u8, Encoding.UTF8.GetString(query[..length]));
                json.WriteNumber("timestamp_sec"u8, seconds);
                json.WriteEndObject();
            }

            if (entry.Length < SlotBytes)
            {
                entry.GetBuffer().AsSpan(0, (int)entry.Length).CopyTo(slot);
                return;
            }
        }
    }
}
