using System.Diagnostics;
using System.Runtime.InteropServices;
using HybridOrleans.Storage.Json;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace HybridOrleans.TestKit.Disks;

/// <summary>A small ext4 file system with its own journal in a file, which can lose its power.</summary>
public sealed partial class LoopDisk : IAsyncDisposable
{
    private const uint Shutdown = 0x8004587D;
    private const uint WithoutFlush = 2;
    private static readonly TimeSpan UnmountLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("hybrid-disk-").FullName;
    private bool _isMounted;

    private LoopDisk()
    {
    }

    /// <summary>Where it is mounted.</summary>
    public string Path => $"{_folder}/disk";

    private string Image => $"{_folder}/image";

    public static async Task<LoopDisk> MakeAsync(int mebibytes)
    {
        var disk = new LoopDisk();
        await using (var image = File.Create(disk.Image))
        {
            image.SetLength(mebibytes * 1024L * 1024);
        }

        Directory.CreateDirectory(disk.Path);
        await RunAsync("mkfs.ext4", $"-q -O has_journal {disk.Image}");
        await disk.MountAsync();
        return disk;
    }

    public async Task MountAsync()
    {
        await RunAsync("mount", $"-o loop {Image} {Path}");
        _isMounted = true;
    }

    /// <summary>From this moment on nothing reaches the disk, and what was only in memory is lost.</summary>
    public void CutPower()
    {
        using var handle = Libc.OpenHandle(Path, Libc.ReadOnly, "the disk");
        var how = WithoutFlush;
        Assert.Equal(0, ioctl(handle, Shutdown, ref how));
    }

    public async Task UnmountAsync()
    {
        // A store that closed within its time limit may still have a file open in the thread that reads it, and a
        // process that another test starts holds every descriptor until it has its program. Both end by themselves.
        var began = Stopwatch.GetTimestamp();
        while (await ErrorOfAsync("umount", Path) is { } error)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < UnmountLimit, $"umount failed (it needs root): {error}");
        }

        _isMounted = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await UnmountAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task RunAsync(string program, string arguments)
    {
        var error = await ErrorOfAsync(program, arguments);
        Assert.True(error is null, $"{program} failed (it needs root): {error}");
    }

    /// <returns>Null when the program did its work.</returns>
    private static async Task<string?> ErrorOfAsync(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync().WaitAsync(Limit);
        return process.ExitCode == 0 ? null : error;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle file, nuint request, ref uint argument);
}
