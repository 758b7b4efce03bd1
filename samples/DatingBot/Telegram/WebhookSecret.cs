using System.Security.Cryptography;
using System.Text;

namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>What Telegram tells with each update, so that nobody else can send one.</summary>
internal static class WebhookSecret
{
    public const string Header = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>The same in every instance, and nothing about the token follows from it.</summary>
    public static string Of(string token)
        => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "webhook"u8));

    public static bool IsIn(HttpRequest request, string token)
        => CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers[Header].ToString()), Encoding.UTF8.GetBytes(Of(token)));
}
