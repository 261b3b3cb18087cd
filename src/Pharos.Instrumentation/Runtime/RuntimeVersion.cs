using System.Runtime.InteropServices;

namespace Pharos.Instrumentation.Runtime;

/// <summary>The runtime and platform that the program runs on, in the words of Go programs.</summary>
public static class RuntimeVersion
{
    /// <summary>What stands where a Go program names its Go version, such as <c>dotnet10.0.1</c>.</summary>
    public static string Name { get; } = $"dotnet{Environment.Version}";

    /// <summary>The operating system as Go calls it.</summary>
    public static string OperatingSystemName { get; } =
        OperatingSystem.IsLinux() ? "linux"
        : OperatingSystem.IsMacOS() ? "darwin"
        : OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsFreeBSD() ? "freebsd"
        : "unknown";

    /// <summary>The processor architecture as Go calls it.</summary>
    public static string Architecture { get; } = RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        System.Runtime.InteropServices.Architecture.Arm or System.Runtime.InteropServices.Architecture.Armv6 => "arm",
        System.Runtime.InteropServices.Architecture.S390x => "s390x",
        System.Runtime.InteropServices.Architecture.LoongArch64 => "loong64",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
        System.Runtime.InteropServices.Architecture.RiscV64 => "riscv64",
        _ => "unknown",
    };
}
