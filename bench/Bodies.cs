using System.Globalization;
using System.Text;

namespace HybridOrleans.Bench;

/// <summary>Profiles of exactly 1 KB in the shape of the old bot, none like the one before it.</summary>
internal static class Bodies
{
    public const int Bytes = 1024;

    private const int Count = 256;

    private static readonly byte[][] Made = [.. Enumerable.Range(0, Count).Select(Make)];

    private static readonly string[] Texts = [.. Made.Select(Encoding.UTF8.GetString)];

    public static byte[] Of(long number) => Made[number % Count];

    public static string TextOf(long number) => Texts[number % Count];

    private static byte[] Make(int number)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"chat_id":4200{{number:000}},"name":"Ева","message_count":{{number}},"profile":{"notes":"
            """);
        const string tail = "\"}}";
        var filler = Bytes - Encoding.UTF8.GetByteCount(head) - Encoding.UTF8.GetByteCount(tail);
        return Encoding.UTF8.GetBytes(head + new string('n', filler) + tail);
    }
}
