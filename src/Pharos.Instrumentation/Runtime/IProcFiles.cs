using Pharos.Foundation.Bytes;

namespace Pharos.Instrumentation.Runtime;

/// <summary>What the Linux kernel tells about processes, so that tests can tell it instead.</summary>
internal interface IProcFiles
{
    /// <summary>Reads a file below <c>/proc</c>, such as <c>self/stat</c>, into the emptied buffer. False if it cannot be read.</summary>
    bool TryRead(string path, ByteBuffer content);

    /// <summary>How many entries a directory below <c>/proc</c> has; false if it cannot be read.</summary>
    bool TryCount(string path, out int entries);
}
