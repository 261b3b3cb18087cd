using System.Buffers.Text;

namespace Pharos.Instrumentation.Runtime;

/// <summary>What <c>/proc/self/stat</c> tells: one line of fields with blanks between them.</summary>
internal readonly record struct ProcStat(
    ulong UserTicks, ulong SystemTicks, ulong Threads, ulong StartTicks, ulong VirtualBytes, ulong ResidentPages)
{
    // Counted as in proc(5), from 1; the name is field 2.
    private const int UserTime = 14;
    private const int SystemTime = 15;
    private const int NumberOfThreads = 20;
    private const int StartTime = 22;
    private const int VirtualSize = 23;
    private const int ResidentSize = 24;

    public static bool TryParse(ReadOnlySpan<byte> line, out ProcStat stat)
    {
        stat = default;

        // The name stands in parentheses and may have blanks and parentheses itself, so only the last one ends it.
        var nameEnd = line.LastIndexOf((byte)')');
        if (nameEnd < 0)
        {
            return false;
        }

        Span<ulong> fields = stackalloc ulong[ResidentSize + 1];
        var rest = line[(nameEnd + 1)..];
        for (var field = 3; field <= ResidentSize; field++)
        {
            var text = ProcText.TakeField(ref rest);
            if (text.IsEmpty)
            {
                return false;
            }

            // The state is a letter and others may be negative: of those that count here, none may.
            var isNumber = Utf8Parser.TryParse(text, out fields[field], out var length) && length == text.Length;
            if (!isNumber && field is (UserTime or SystemTime or NumberOfThreads or StartTime or VirtualSize or ResidentSize))
            {
                return false;
            }
        }

        stat = new ProcStat(
            fields[UserTime],
            fields[SystemTime],
            fields[NumberOfThreads],
            fields[StartTime],
            fields[VirtualSize],
            fields[ResidentSize]);
        return true;
    }
}
