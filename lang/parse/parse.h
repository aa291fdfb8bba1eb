/* parse.h - what lexer, parser and builders share while one text is read. Inside this room only. */
#ifndef LANG_PARSE_H
#define LANG_PARSE_H
#include "lang/ast.h"

/* After a syntax error the token stream is skipped up to a place where reading can go on. */
typedef enum SkipTo { SKIP_NOTHING, SKIP_TO_DECLARATION, SKIP_TO_FIELD, SKIP_TO_CLAUSE } SkipTo;

typedef VEC(Expr *) ExprList;
typedef VEC(Expr) ExprValues;
typedef VEC(AstGiven) GivenList;
typedef VEC(AstCell) CellList;
typedef VEC(AstParameter *) ParameterList;

typedef enum ExpectList {
    EXPECT_NO_LIST,
    EXPECT_VALUES,
    EXPECT_NEEDS,
    EXPECT_NOT_NEEDS,
    EXPECT_GAPS,
    EXPECT_REASONS
} ExpectList;

typedef struct Parse {
    Arena *arena;
    Ast *ast;
    DiagList *diags;
    AstModule *module;
    uint32_t file;
    Str text;           /* the file; tokens are views of it */
    const char *buffer; /* the lexer's own copy, which flex writes to */
    void *scanner;
    int start;              /* token that selects text or single expression; 0 once given */
    Expr *expression;       /* result of reading a single expression */
    struct Trail *trail;    /* tokens and comments as they stand, for who wants them; else NULL */
    uint32_t errors_before; /* this file */
    /* token stream */
    int last, last_but_one; /* tokens before this one */
    Span last_place;
    Str last_text;
    Span previous_place;  /* of the token before that one */
    Expr *last_number;    /* the number just built: what follows may be its unknown unit */
    size_t unit_length;   /* of the unit that follows the number just read */
    unsigned open_counts; /* `count of` without its `end` yet */
    SkipTo skip;
    uint32_t recovered_at; /* where the last mistake was met, and at which token */
    int recovered_token;
    bool in_block;    /* a block that needs `end` is open */
    Span block_place; /* its keyword */
    bool has_held;
    int held; /* token held back while END_OMITTED is given out */
    Str held_text;
    Span held_place;
    /* what is being built */
    AstRecord *record; /* NULL inside `patient` */
    uint32_t errors_before_record;
    AstField *field;
    AstEnum *enumeration;
    AstStatement *statement;
    AstReason *reason;
    AstGap *gap;
    AstRule *rule;
    uint32_t rule_clauses; /* bits of RuleClause already seen */
    AstBecause *because;   /* of the clause just read: takes a following `from` */
    uint32_t row_results;  /* result cells of the row being read */
    AstTest *test;
    ExpectList expect_list; /* the list that a bare value continues */
    bool has_header, has_declaration;
    bool header_failed; /* a syntax error before any header: it is not missing, it is wrong */
    Span first_declaration;
} Parse;

/* The flex half: the next token as it stands in the text. */
int lexer_scan(Str *text, Span *place, Parse *parse, void *scanner);
/* After a syntax error: go on at the next place of this kind. lookahead: bison's; true if it is to
 * be dropped. */
bool parse_recover(Parse *parse, SkipTo skip, int lookahead);
/* The one message of a syntax error. expected: symbol kinds that could stand here. */
void parse_report(Parse *parse, Span place, int found, const int *expected, int count);
/* The `--` of a comment: a warning if it stands where two minus signs might. */
void parse_check_comment(Parse *parse, Span dashes);
/* Checks the bytes and opens the token stream. */
void parse_begin(Parse *parse);
/* The whole: reads parse->text into parse->module or parse->expression. */
void parse_text(Parse *parse);
/* What messages call a token. */
Str token_describe(int token);
/* Every word of a source is looked up: a map of the keywords to their tokens. */
void token_map_words(Map *map);
/* The token of a keyword, 0 for any other word. */
int token_find_word(const Map *map, Str word);
/* The keyword among these that was meant, or STR_NONE. */
Str token_suggest(Arena *scratch, Str wrong, const int *tokens, int count);
/* The keyword that opens a clause of a rule. */
Str token_suggest_clause(Arena *scratch, Str wrong);
bool token_is_word(int token);
bool token_is_soft(int token);
bool token_is_declaration(int token);
#endif
