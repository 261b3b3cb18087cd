using Pharos.Testing;

namespace Pharos.Fuzz.Mutation;

/// <summary>Seeds from files: the corpus folder of a target, and pieces of the conformance expositions where those are to be had.</summary>
internal static class SeedFiles
{
    private const int PieceBytes = 2048;

    public static IEnumerable<byte[]> Of(IFuzzTarget target, string corpusFolder)
    {
        var folder = Path.Combine(corpusFolder, target.Name);
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                yield return File.ReadAllBytes(file);
            }
        }

        if (target.ConformanceFiles is not { } ending || ConformanceFiles.Expositions is not { } expositions)
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(expositions, "*" + ending).Order(StringComparer.Ordinal))
        {
            foreach (var piece in Pieces(File.ReadAllBytes(file)))
            {
                yield return piece;
            }
        }
    }

    /// <summary>Whole lines; each piece is small enough that many mutations a second can be tried.</summary>
    private static IEnumerable<byte[]> Pieces(byte[] file)
    {
        var start = 0;
        while (start < file.Length)
        {
            var end = Math.Min(start + PieceBytes, file.Length);
            if (end < file.Length)
            {
                var newline = Array.LastIndexOf(file, (byte)'\n', end - 1, end - start);
                end = newline < 0 ? end : newline + 1;
            }

            yield return file[start..end];
            start = end;
        }
    }
}
