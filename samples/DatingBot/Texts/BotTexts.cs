using HybridOrleans.Samples.DatingBot.Members;

namespace HybridOrleans.Samples.DatingBot.Texts;

/// <summary>Everything that the bot says, in one language.</summary>
internal abstract class BotTexts
{
    private static readonly BotTexts English = new EnglishTexts();
    private static readonly BotTexts Russian = new RussianTexts();

    public abstract string Welcome { get; }

    public abstract string WelcomeBack(string name);

    public abstract string Help { get; }

    public abstract string StartFirst { get; }

    public abstract string OnlyText { get; }

    public abstract string Ask(Field field);

    public abstract string Refuse(Field field);

    public abstract string NameOf(Field field);

    public abstract string UseName(string name);

    public abstract string SkipAbout { get; }

    public abstract string Registered { get; }

    public abstract string Reminder { get; }

    public abstract string Changed { get; }

    public abstract string WhatToEdit { get; }

    public abstract string Cancelled { get; }

    public abstract string Profile(Answers answers);

    public abstract string People { get; }

    public abstract string NobodyYet { get; }

    public abstract string More { get; }

    public abstract string TalkBegins(string name);

    public abstract string WantsToTalk(string name);

    public abstract string IsHere(string name);

    public abstract string Answer { get; }

    public abstract string NotNow { get; }

    public abstract string Declined(string name);

    public abstract string DoesNotWant(string name);

    public abstract string Gone { get; }

    public abstract string TalkEnds { get; }

    public abstract string HasLeft(string name);

    public abstract string NotTalking { get; }

    public abstract string Statistics(Figures figures);

    public abstract string ReallyDelete { get; }

    public abstract string Yes { get; }

    public abstract string No { get; }

    public abstract string Kept { get; }

    public abstract string Deleted { get; }

    public abstract string DeletionGoesOn { get; }

    public abstract string OutOfReach { get; }

    public abstract string FromMemory { get; }

    public abstract string Broken { get; }

    /// <param name="language">A language as Telegram names it, such as <c>ru</c> or <c>en-GB</c>.</param>
    public static BotTexts In(string language)
        => language.StartsWith("ru", StringComparison.OrdinalIgnoreCase) ? Russian : English;
}
