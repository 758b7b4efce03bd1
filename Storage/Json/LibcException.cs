using System.Runtime.InteropServices;

namespace HybridOrleans.Storage.Json;

/// <summary>A system call failed. The message holds no path, since paths of records hold user ids.</summary>
internal sealed class LibcException : IOException
{
    public LibcException(string act, int errno)
        : base($"{act} failed: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).")
        => Number = errno;

    /// <summary>The error number of Linux.</summary>
    public int Number { get; }
}
