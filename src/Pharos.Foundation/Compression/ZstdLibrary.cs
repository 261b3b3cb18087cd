using System.Runtime.InteropServices;

namespace Pharos.Foundation.Compression;

/// <summary>The functions of the system's zstd library. Results are lengths or error codes: see <see cref="IsError"/>.</summary>
internal static unsafe partial class ZstdLibrary
{
    public const string Name = "libzstd.so.1";

    /// <summary>Forgets an unfinished frame and keeps the settings.</summary>
    public const int ResetSession = 1;

    /// <exception cref="PlatformNotSupportedException">The library is not on this machine.</exception>
    public static ZstdCompressionContext NewCompressionContext() => New(CreateCompressionContext);

    /// <inheritdoc cref="NewCompressionContext"/>
    public static ZstdDecompressionContext NewDecompressionContext() => New(CreateDecompressionContext);

    public static string ErrorText(nuint code) => Marshal.PtrToStringUTF8(ErrorName(code)) ?? "unknown error";

    [LibraryImport(Name, EntryPoint = "ZSTD_freeCCtx")]
    public static partial nuint FreeCompressionContext(nint context);

    [LibraryImport(Name, EntryPoint = "ZSTD_freeDCtx")]
    public static partial nuint FreeDecompressionContext(nint context);

    [LibraryImport(Name, EntryPoint = "ZSTD_compressBound")]
    public static partial nuint CompressBound(nuint length);

    [LibraryImport(Name, EntryPoint = "ZSTD_compressCCtx")]
    public static partial nuint Compress(
        ZstdCompressionContext context, byte* destination, nuint capacity, byte* source, nuint length, int level);

    [LibraryImport(Name, EntryPoint = "ZSTD_DCtx_reset")]
    public static partial nuint Reset(ZstdDecompressionContext context, int directive);

    [LibraryImport(Name, EntryPoint = "ZSTD_decompressStream")]
    public static partial nuint Decompress(ZstdDecompressionContext context, ref ZstdOutput output, ref ZstdInput input);

    [LibraryImport(Name, EntryPoint = "ZSTD_isError")]
    private static partial uint IsErrorCode(nuint code);

    [LibraryImport(Name, EntryPoint = "ZSTD_getErrorName")]
    private static partial nint ErrorName(nuint code);

    [LibraryImport(Name, EntryPoint = "ZSTD_createCCtx")]
    private static partial ZstdCompressionContext CreateCompressionContext();

    [LibraryImport(Name, EntryPoint = "ZSTD_createDCtx")]
    private static partial ZstdDecompressionContext CreateDecompressionContext();

    public static bool IsError(nuint code) => IsErrorCode(code) != 0;

    private static T New<T>(Func<T> create)
        where T : SafeHandle
    {
        try
        {
            var context = create();
            return context.IsInvalid ? throw new InvalidOperationException("zstd has no memory for a context") : context;
        }
        catch (DllNotFoundException exception)
        {
            throw new PlatformNotSupportedException($"zstd compression needs the library {Name}, which is not on this machine", exception);
        }
    }
}

/// <summary>The library's ZSTD_inBuffer: what is read, and how far.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdInput
{
    public byte* Bytes;
    public nuint Length;
    public nuint Position;
}

/// <summary>The library's ZSTD_outBuffer: where is written, and how far.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdOutput
{
    public byte* Bytes;
    public nuint Length;
    public nuint Position;
}

internal sealed class ZstdCompressionContext() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => !ZstdLibrary.IsError(ZstdLibrary.FreeCompressionContext(handle));
}

internal sealed class ZstdDecompressionContext() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => !ZstdLibrary.IsError(ZstdLibrary.FreeDecompressionContext(handle));
}
