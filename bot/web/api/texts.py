"""What programs are told in words, in Chinese and English, where no rule of the desk says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

API: Final[Mapping[str, tuple[str, str]]] = {
    "api.no_token": ("需要有效的令牌，请先登录。", "A valid token is needed. Sign in first."),
    "api.too_many_tries": ("试得太快了，请稍等。", "Too many tries. Please wait a little."),
    "api.too_large": ("合起来太大了，请分几次发。", "All of it together is too large. Send it in parts."),
    "api.invalid": ("请求里有字段不对。", "Some fields of the request are wrong."),
    "api.stale": ("别人刚刚改过，请看过最新情况再试。", "Somebody else changed it first. Look again, then try."),
    "api.busy": ("数据库正忙，请稍后再试。", "The database is busy. Please try again in a moment."),
    "api.storage": ("数据库暂时没有回应，请稍后再试。", "The database does not answer. Please try again in a moment."),
    "api.internal": ("服务器出错了，请稍后再试。", "Something went wrong here. Please try again later."),
}
